"""Where a server starts. Importing this says that the process serves: the settings then refuse what is unsafe."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eventsapi.settings")
os.environ["EVENTSAPI_SERVING"] = "1"

from django.core.wsgi import get_wsgi_application

from eventsapi.rest.startup import refuse_unfit_database

application = get_wsgi_application()
refuse_unfit_database()
