"""Words and symbols | For the class and the desk | 45

What the words of the lessons mean, who said them first, and how other papers write the same thing.
"""

import streamlit as st

from lib.ui import lesson
from lib.ui.desk import words

lesson.begin(
    __file__,
    idea="Each word in a sentence or two, with the lesson where it is met and the paper that it comes from. The sign "
    "beside a word is a link that leads straight to it.",
)
with st.expander("Symbols, and how other papers write them", icon=":material/function:"):
    st.markdown(words.symbols())
    st.markdown("**How other papers write it**")
    st.markdown(words.elsewhere())
words.terms(words.find("glossary"))
lesson.end(__file__)
