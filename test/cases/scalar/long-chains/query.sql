-- proves: chains of hundreds of operators keep NULLs, laziness and the order of their errors
-- truth: hand
CREATE SOURCE r (k BIGINT, t TEXT);
SELECT
  k,
  k = 1 OR k = 3 OR k = 5 OR k = 7 OR k = 9 OR k = 11 OR k = 13 OR k = 15 OR k = 17 OR k = 19 OR k = 21
    OR k = 23 OR k = 25 OR k = 27 OR k = 29 OR k = 31 OR k = 33 OR k = 35 OR k = 37 OR k = 39 OR k = 41 OR k = 43
    OR k = 45 OR k = 47 OR k = 49 OR k = 51 OR k = 53 OR k = 55 OR k = 57 OR k = 59 OR k = 61 OR k = 63 OR k = 65
    OR k = 67 OR k = 69 OR k = 71 OR k = 73 OR k = 75 OR k = 77 OR k = 79 OR k = 81 OR k = 83 OR k = 85 OR k = 87
    OR k = 89 OR k = 91 OR k = 93 OR k = 95 OR k = 97 OR k = 99 OR k = 101 OR k = 103 OR k = 105 OR k = 107
    OR k = 109 OR k = 111 OR k = 113 OR k = 115 OR k = 117 OR k = 119 OR k = 121 OR k = 123 OR k = 125 OR k = 127
    OR k = 129 OR k = 131 OR k = 133 OR k = 135 OR k = 137 OR k = 139 OR k = 141 OR k = 143 OR k = 145 OR k = 147
    OR k = 149 OR k = 151 OR k = 153 OR k = 155 OR k = 157 OR k = 159 OR k = 161 OR k = 163 OR k = 165 OR k = 167
    OR k = 169 OR k = 171 OR k = 173 OR k = 175 OR k = 177 OR k = 179 OR k = 181 OR k = 183 OR k = 185 OR k = 187
    OR k = 189 OR k = 191 OR k = 193 OR k = 195 OR k = 197 OR k = 199 OR k = 201 OR k = 203 OR k = 205 OR k = 207
    OR k = 209 OR k = 211 OR k = 213 OR k = 215 OR k = 217 OR k = 219 OR k = 221 OR k = 223 OR k = 225 OR k = 227
    OR k = 229 OR k = 231 OR k = 233 OR k = 235 OR k = 237 OR k = 239 OR k = 241 OR k = 243 OR k = 245 OR k = 247
    OR k = 249 OR k = 251 OR k = 253 OR k = 255 OR k = 257 OR k = 259 OR k = 261 OR k = 263 OR k = 265 OR k = 267
    OR k = 269 OR k = 271 OR k = 273 OR k = 275 OR k = 277 OR k = 279 OR k = 281 OR k = 283 OR k = 285 OR k = 287
    OR k = 289 OR k = 291 OR k = 293 OR k = 295 OR k = 297 OR k = 299 OR k = 301 OR k = 303 OR k = 305 OR k = 307
    OR k = 309 OR k = 311 OR k = 313 OR k = 315 OR k = 317 OR k = 319 OR k = 321 OR k = 323 OR k = 325 OR k = 327
    OR k = 329 OR k = 331 OR k = 333 OR k = 335 OR k = 337 OR k = 339 OR k = 341 OR k = 343 OR k = 345 OR k = 347
    OR k = 349 OR k = 351 OR k = 353 OR k = 355 OR k = 357 OR k = 359 OR k = 361 OR k = 363 OR k = 365 OR k = 367
    OR k = 369 OR k = 371 OR k = 373 OR k = 375 OR k = 377 OR k = 379 OR k = 381 OR k = 383 OR k = 385 OR k = 387
    OR k = 389 OR k = 391 OR k = 393 OR k = 395 OR k = 397 OR k = 399 OR 10 / k > 100 OR k = 500 AS member,
  k <> 1 AND k <> 3 AND k <> 5 AND k <> 7 AND k <> 9 AND k <> 11 AND k <> 13 AND k <> 15 AND k <> 17 AND k <> 19
    AND k <> 21 AND k <> 23 AND k <> 25 AND k <> 27 AND k <> 29 AND k <> 31 AND k <> 33 AND k <> 35 AND k <> 37
    AND k <> 39 AND k <> 41 AND k <> 43 AND k <> 45 AND k <> 47 AND k <> 49 AND k <> 51 AND k <> 53 AND k <> 55
    AND k <> 57 AND k <> 59 AND k <> 61 AND k <> 63 AND k <> 65 AND k <> 67 AND k <> 69 AND k <> 71 AND k <> 73
    AND k <> 75 AND k <> 77 AND k <> 79 AND k <> 81 AND k <> 83 AND k <> 85 AND k <> 87 AND k <> 89 AND k <> 91
    AND k <> 93 AND k <> 95 AND k <> 97 AND k <> 99 AND k <> 101 AND k <> 103 AND k <> 105 AND k <> 107
    AND k <> 109 AND k <> 111 AND k <> 113 AND k <> 115 AND k <> 117 AND k <> 119 AND k <> 121 AND k <> 123
    AND k <> 125 AND k <> 127 AND k <> 129 AND k <> 131 AND k <> 133 AND k <> 135 AND k <> 137 AND k <> 139
    AND k <> 141 AND k <> 143 AND k <> 145 AND k <> 147 AND k <> 149 AND k <> 151 AND k <> 153 AND k <> 155
    AND k <> 157 AND k <> 159 AND k <> 161 AND k <> 163 AND k <> 165 AND k <> 167 AND k <> 169 AND k <> 171
    AND k <> 173 AND k <> 175 AND k <> 177 AND k <> 179 AND k <> 181 AND k <> 183 AND k <> 185 AND k <> 187
    AND k <> 189 AND k <> 191 AND k <> 193 AND k <> 195 AND k <> 197 AND k <> 199 AND k <> 201 AND k <> 203
    AND k <> 205 AND k <> 207 AND k <> 209 AND k <> 211 AND k <> 213 AND k <> 215 AND k <> 217 AND k <> 219
    AND k <> 221 AND k <> 223 AND k <> 225 AND k <> 227 AND k <> 229 AND k <> 231 AND k <> 233 AND k <> 235
    AND k <> 237 AND k <> 239 AND k <> 241 AND k <> 243 AND k <> 245 AND k <> 247 AND k <> 249 AND k <> 251
    AND k <> 253 AND k <> 255 AND k <> 257 AND k <> 259 AND k <> 261 AND k <> 263 AND k <> 265 AND k <> 267
    AND k <> 269 AND k <> 271 AND k <> 273 AND k <> 275 AND k <> 277 AND k <> 279 AND k <> 281 AND k <> 283
    AND k <> 285 AND k <> 287 AND k <> 289 AND k <> 291 AND k <> 293 AND k <> 295 AND k <> 297 AND k <> 299
    AND k <> 301 AND k <> 303 AND k <> 305 AND k <> 307 AND k <> 309 AND k <> 311 AND k <> 313 AND k <> 315
    AND k <> 317 AND k <> 319 AND k <> 321 AND k <> 323 AND k <> 325 AND k <> 327 AND k <> 329 AND k <> 331
    AND k <> 333 AND k <> 335 AND k <> 337 AND k <> 339 AND k <> 341 AND k <> 343 AND k <> 345 AND k <> 347
    AND k <> 349 AND k <> 351 AND k <> 353 AND k <> 355 AND k <> 357 AND k <> 359 AND k <> 361 AND k <> 363
    AND k <> 365 AND k <> 367 AND k <> 369 AND k <> 371 AND k <> 373 AND k <> 375 AND k <> 377 AND k <> 379
    AND k <> 381 AND k <> 383 AND k <> 385 AND k <> 387 AND k <> 389 AND k <> 391 AND k <> 393 AND k <> 395
    AND k <> 397 AND k <> 399 AS stranger,
  length(t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t
    || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t
    || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t
    || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t
    || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t
    || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t
    || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t
    || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t
    || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t
    || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t
    || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t
    || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t || 'xy' || t
    || 'xy' || t || 'xy' || t || 'xy' || t || 'xy') AS characters,
  k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k
    + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k
    + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k
    + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k + k AS hundredfold,
  CASE WHEN k = 0 THEN 0 WHEN k = 3 THEN 1 WHEN k = 6 THEN 2 WHEN k = 9 THEN 3 WHEN k = 12 THEN 4
 WHEN k = 15 THEN 5 WHEN k = 18 THEN 6 WHEN k = 21 THEN 7 WHEN k = 24 THEN 8 WHEN k = 27 THEN 9
 WHEN k = 30 THEN 10 WHEN k = 33 THEN 11 WHEN k = 36 THEN 12 WHEN k = 39 THEN 13 WHEN k = 42 THEN 14
 WHEN k = 45 THEN 15 WHEN k = 48 THEN 16 WHEN k = 51 THEN 17 WHEN k = 54 THEN 18 WHEN k = 57 THEN 19
 WHEN k = 60 THEN 20 WHEN k = 63 THEN 21 WHEN k = 66 THEN 22 WHEN k = 69 THEN 23 WHEN k = 72 THEN 24
 WHEN k = 75 THEN 25 WHEN k = 78 THEN 26 WHEN k = 81 THEN 27 WHEN k = 84 THEN 28 WHEN k = 87 THEN 29
 WHEN k = 90 THEN 30 WHEN k = 93 THEN 31 WHEN k = 96 THEN 32 WHEN k = 99 THEN 33 WHEN k = 102 THEN 34
 WHEN k = 105 THEN 35 WHEN k = 108 THEN 36 WHEN k = 111 THEN 37 WHEN k = 114 THEN 38 WHEN k = 117 THEN 39
 WHEN k = 120 THEN 40 WHEN k = 123 THEN 41 WHEN k = 126 THEN 42 WHEN k = 129 THEN 43 WHEN k = 132 THEN 44
 WHEN k = 135 THEN 45 WHEN k = 138 THEN 46 WHEN k = 141 THEN 47 WHEN k = 144 THEN 48 WHEN k = 147 THEN 49
 WHEN k = 150 THEN 50 WHEN k = 153 THEN 51 WHEN k = 156 THEN 52 WHEN k = 159 THEN 53 WHEN k = 162 THEN 54
 WHEN k = 165 THEN 55 WHEN k = 168 THEN 56 WHEN k = 171 THEN 57 WHEN k = 174 THEN 58 WHEN k = 177 THEN 59
 WHEN k = 180 THEN 60 WHEN k = 183 THEN 61 WHEN k = 186 THEN 62 WHEN k = 189 THEN 63 WHEN k = 192 THEN 64
 WHEN k = 195 THEN 65 WHEN k = 198 THEN 66 WHEN k = 201 THEN 67 WHEN k = 204 THEN 68 WHEN k = 207 THEN 69
 WHEN k = 210 THEN 70 WHEN k = 213 THEN 71 WHEN k = 216 THEN 72 WHEN k = 219 THEN 73 WHEN k = 222 THEN 74
 WHEN k = 225 THEN 75 WHEN k = 228 THEN 76 WHEN k = 231 THEN 77 WHEN k = 234 THEN 78 WHEN k = 237 THEN 79
 WHEN k = 240 THEN 80 WHEN k = 243 THEN 81 WHEN k = 246 THEN 82 WHEN k = 249 THEN 83 WHEN k = 252 THEN 84
 WHEN k = 255 THEN 85 WHEN k = 258 THEN 86 WHEN k = 261 THEN 87 WHEN k = 264 THEN 88 WHEN k = 267 THEN 89
 WHEN k = 270 THEN 90 WHEN k = 273 THEN 91 WHEN k = 276 THEN 92 WHEN k = 279 THEN 93 WHEN k = 282 THEN 94
 WHEN k = 285 THEN 95 WHEN k = 288 THEN 96 WHEN k = 291 THEN 97 WHEN k = 294 THEN 98 WHEN k = 297 THEN 99 ELSE -1 END AS third
FROM r;
