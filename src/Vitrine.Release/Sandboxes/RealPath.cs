namespace Vitrine.Release;

/// <summary>realpath(3): a path without links in any of its parts.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The real path of an existing file or folder.</summary>
    /// <exception cref="IOException">Links go in a circle.</exception>
    public static string Of(string path)
    {
        var pending = new Stack<string>(Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        var real = "";
        var links = 0;
        while (pending.TryPop(out var part))
        {
            if (part == "..")
            {
                real = real.Length == 0 ? "" : real[..real.LastIndexOf('/')];
                continue;
            }

            var next = $"{real}/{part}";
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new IOException($"{path}: more than {MostLinks} links.");
            }

            if (target.StartsWith('/'))
            {
                real = "";
            }

            foreach (var piece in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(piece => piece != ".").Reverse())
            {
                pending.Push(piece);
            }
        }

        return real.Length == 0 ? "/" : real;
    }
}
