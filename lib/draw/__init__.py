"""Trajectory to frames, figures and files. No streamlit, no torch."""
