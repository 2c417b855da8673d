"""The entry of the app: ``streamlit run Home.py``. What there is to see is in pages/."""

import streamlit as st

from lib.ui import app

st.set_page_config(page_title=app.NAME, layout="wide")
app.main()
st.set_page_config(page_icon=app.ICON)  # last: to read it Streamlit imports numpy, and nobody should wait for that
