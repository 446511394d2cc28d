"""The web application: a Django project that stores, shows and connects."""
