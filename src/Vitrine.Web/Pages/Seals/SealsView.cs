using System.Collections.Immutable;

namespace Vitrine.Web;

public sealed record SealsView(Shell Shell, ImmutableArray<SealRow> Rows, TableState State);

/// <param name="Root">Hexadecimal.</param>
/// <param name="Source">Where it was made from: "git revision 8623d2c", "directory".</param>
/// <param name="Export">Its export class.</param>
/// <param name="State">Kept, Destroyed.</param>
public sealed record SealRow(
    string Root,
    string Product,
    string Version,
    string Source,
    long Files,
    long Bytes,
    DateTimeOffset Made,
    Tone Tone,
    string State,
    int Engagements,
    string Export);
