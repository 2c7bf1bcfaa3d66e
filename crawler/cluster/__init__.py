"""The same project on many machines, by Dask: a task is one site, one archive or one stretch of raw pages."""
