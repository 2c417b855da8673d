"""Starts the app with all that stands between it and the network: ``streamlit run serve.py``, or ``make app``."""

import streamlit as st

from lib.ui import serving

app = st.App("Home.py", middleware=serving.middleware(), lifespan=serving.lifespan)
