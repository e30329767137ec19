-- proves: a query file holds a query

