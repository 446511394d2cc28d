"""The forecast of relief: what to expect of one client, from others like them and their own scores.

Pain is a level that settles, wanders and leaps, that visits lower for a while, and that a score
tells with noise. A client is a mixture of a fixed set of client types; under each type the filter
is exact, and the weights of the types are what is learnt.
"""

from palpate.outcomes.forecasting._course import (
    CourseError,
    CourseScore,
    ReliefCourse,
    Request,
    course_from_plain,
    read_courses,
)
from palpate.outcomes.forecasting._forecast import (
    ExpectedVisits,
    Forecast,
    ForecastPoint,
    VisitChance,
    forecast,
)
from palpate.outcomes.forecasting._pool import Pool, fit_pool

__all__ = [
    "CourseError",
    "CourseScore",
    "ExpectedVisits",
    "Forecast",
    "ForecastPoint",
    "Pool",
    "ReliefCourse",
    "Request",
    "VisitChance",
    "course_from_plain",
    "fit_pool",
    "forecast",
    "read_courses",
]
