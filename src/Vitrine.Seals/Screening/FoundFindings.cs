namespace Vitrine.Seals;

/// <summary>Gathers findings from many threads, and keeps the first of them in their order, whatever order they come in.</summary>
/// <param name="most">How many are kept.</param>
internal sealed class FoundFindings(int most)
{
    private readonly List<ScreeningFinding> _findings = [];
    private readonly List<ScreeningCut> _cuts = [];
    private readonly Lock _gate = new();
    private bool _isCut;

    /// <summary>The most severe first, then by path, line, column and rule.</summary>
    public static int Order(ScreeningFinding one, ScreeningFinding other)
    {
        var order = other.Severity.CompareTo(one.Severity);
        order = order != 0 ? order : string.CompareOrdinal(one.Path, other.Path);
        order = order != 0 ? order : Nullable.Compare(one.Line, other.Line);
        order = order != 0 ? order : Nullable.Compare(one.Column, other.Column);
        order = order != 0 ? order : string.CompareOrdinal(one.Rule, other.Rule);
        return order != 0 ? order : string.CompareOrdinal(one.Message, other.Message);
    }

    /// <summary>Takes a file's findings.</summary>
    public void Add(IReadOnlyList<ScreeningFinding> findings)
    {
        if (findings.Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            _findings.AddRange(findings);
            if (_findings.Count / 4 > most)
            {
                Trim();
            }
        }
    }

    /// <summary>Notes that something of a file is left out.</summary>
    public void Cut(string path, ScreeningCutReason reason)
    {
        lock (_gate)
        {
            _isCut = true;
            _cuts.Add(new ScreeningCut(path, reason));
            if (_cuts.Count > 4 * Screening.MaxCuts)
            {
                TrimCuts();
            }
        }
    }

    /// <summary>What was found.</summary>
    public ScreeningResult Finish(int files, long bytes)
    {
        lock (_gate)
        {
            Trim();
            TrimCuts();
            return new ScreeningResult([.. _findings], files, bytes, _isCut) { Cuts = [.. _cuts] };
        }
    }

    private void Trim()
    {
        _findings.Sort(Order);
        if (_findings.Count > most)
        {
            _findings.RemoveRange(most, _findings.Count - most);
            if (!_cuts.Exists(cut => cut.Reason == ScreeningCutReason.FindingsOfTree))
            {
                _isCut = true;
                _cuts.Add(new ScreeningCut(null, ScreeningCutReason.FindingsOfTree));
            }
        }
    }

    private void TrimCuts()
    {
        // A null path comes first, so it is never lost.
        _cuts.Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
        if (_cuts.Count > Screening.MaxCuts)
        {
            _cuts.RemoveRange(Screening.MaxCuts, _cuts.Count - Screening.MaxCuts);
        }
    }
}
