"""Assignments | For the class and the desk | 44

Tasks on these lessons: a teacher hands out a link or a file, a student answers and takes a report home.
"""

from lib.ui import lesson
from lib.ui.assignments import desk

lesson.begin(
    __file__,
    idea="""
A teacher picks lessons, fixes some controls, asks questions, and hands out a link. A student works through the tasks,
answers beside the picture, and takes home one file with answers, pictures and recipes.
""",
)
desk.desk()
lesson.end(__file__)
