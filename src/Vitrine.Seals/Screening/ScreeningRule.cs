namespace Vitrine.Seals;

/// <summary>One thing to look for. A new one is a new file, and one line in <see cref="ScreeningRules"/>.</summary>
public abstract class ScreeningRule
{
    private protected ScreeningRule(string id, string title, FindingSeverity severity)
    {
        Id = id;
        Title = title;
        Severity = severity;
    }

    /// <summary>Its name in findings: lower-case words with dashes. It never changes.</summary>
    public string Id { get; }

    /// <summary>A few words.</summary>
    public string Title { get; }

    /// <summary>How much a finding matters, unless the place says otherwise.</summary>
    public FindingSeverity Severity { get; }

    /// <summary>What it looks for, and why.</summary>
    public abstract string Description { get; }

    /// <summary>What it takes for a finding that is none.</summary>
    public abstract string FalsePositives { get; }

    /// <summary>Looks at one file.</summary>
    internal abstract void Screen(ScreenedFile file, FindingSink sink);
}
