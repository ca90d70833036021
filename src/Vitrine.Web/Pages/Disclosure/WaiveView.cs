using System.Collections.Immutable;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>A finding of the screening, and the form that settles it for a time.</summary>
/// <param name="Rows">The finding; and those of the same rule in equal lines of the same file, which share its waiver.</param>
/// <param name="Rule">What the rule says of itself; null where an analyser of somebody else found it.</param>
/// <param name="By">Whose decision it would be: the reader's.</param>
/// <param name="Last">The last day that may be chosen.</param>
public sealed record WaiveView(
    Shell Shell, string Engagement, string Product, string Version, ImmutableArray<ScreeningRow> Rows, ScreeningRule? Rule, string By, DateOnly Last, WaiveForm Form, FieldErrors Errors);

/// <summary>The waiver as it was filled in.</summary>
public sealed record WaiveForm(string Reason, string Until);
