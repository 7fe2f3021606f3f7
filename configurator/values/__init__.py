"""The words everybody uses: money, periods, date ranges, texts, problems and the places they point at."""
