using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Vitrine.Log.Tests")]
[assembly: InternalsVisibleTo("FuzzLab")]
