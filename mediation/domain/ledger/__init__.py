"""Reading the ledgers that stations keep: pure, from a grid of cells to cases in waiting, each cell with its meaning.

`headings` finds the heading and what each column means, `days`, `amounts`, `people` and `kinds` read one cell each,
`rows` puts a row together, `sheet` reads a whole sheet.
"""
