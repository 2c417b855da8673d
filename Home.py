"""The entry of the app: ``streamlit run Home.py``. What there is to see is in pages/."""

import streamlit as st

from lib.ui import app

st.set_page_config(page_title=app.NAME, page_icon=app.ICON, layout="wide")
app.main()
