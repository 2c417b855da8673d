"""Present to a class | For the class and the desk | 41

One picture at a time, in large type, with speaker notes, a timer, and questions asked before the picture.
"""

import streamlit as st

from lib.ui.stage import hall, show

if not show.stage():
    st.title("Present to a class", anchor=False)
    st.markdown(
        """
One picture at a time, as large as the screen allows. Some scenes ask first: the class says what it expects, the
prediction is locked, and only then does the picture run. Everything below is computed already; nothing makes you wait.
"""
    )
    hall.walkthroughs(("part-a", "part-b"))
    st.header("A single lesson", anchor=False)
    hall.lessons()
    st.header("Your own", anchor=False)
    hall.load()
    hall.example()
    hall.keys()
