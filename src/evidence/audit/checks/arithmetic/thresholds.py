"""Thresholds of the checks of arithmetic, each with what it rests on."""

ABOUT_POINTS = 2.5  # how far "about" may stretch, in percentage points; a threshold of this project
ABOUT = r"\b(?:about|around|approximately|nearly|almost)\b|~"
SINGLE_VALUED = {
    "age",
    "sex",
    "inotuzumab_cycles",
    "relapse_number",
    "ph_status",
    "kmt2a_status",
    "disease_status",
    "marrow_blasts",
    "prior_hsct",
    "prior_blinatumomab",
    "prior_car_t",
    "diagnosis_date",
    "first_inotuzumab",
    "extramedullary",
    "cns",
    "access",
    "denominator_of_centre",
}
COUNTS = "the number of decimals reported; half a unit of the last one"
