"""How the models that ship with the package are trained, from open data; needed by no user of them."""
