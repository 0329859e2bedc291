"""Forms as a person sees them: what they say, and dozens of local layouts that say it.

`projects` knows the facts and nothing of forms; `layouts` the printed labels and nothing of facts;
`drawing` puts one into the other and keeps where everything went: that is the oracle.
`transformations` alters a layout or a sheet as other bodies would. Nothing here imports the
product, so that an error in it cannot hide here as well.
"""
