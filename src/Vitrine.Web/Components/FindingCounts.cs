namespace Vitrine.Web;

/// <summary>Findings by severity.</summary>
public sealed record FindingCounts(int Critical, int High, int Medium, int Low, int Info)
{
    public int Total => Critical + High + Medium + Low + Info;
}

public enum Severity
{
    Critical,
    High,
    Medium,
    Low,
    Info,
}
