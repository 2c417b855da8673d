"""What is said around a run: scenes, assignments, questions, glossary, scripts. No streamlit, no torch."""
