-- proves: a table that nothing feeds is reference data, not a stream
/*here*/CREATE TABLE/*here*/ rates (currency TEXT, rate DOUBLE);
SELECT currency, rate FROM rates;
