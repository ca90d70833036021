using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>A register that others keep, in its newest version.</summary>
/// <param name="Registers">All that are imported.</param>
/// <param name="Shown">The one on this page; null where there is none.</param>
public sealed record RegisterImportedView(Shell Shell, ImmutableArray<ImportedSource> Registers, ImportedSource? Shown, ImmutableArray<ImportedRow> Rows, TableState State);

/// <summary>Where an imported register comes from, and what changed in it.</summary>
/// <param name="Changes">What changed since the version before, a sentence; null where this is the first.</param>
public sealed record ImportedSource(string Id, string Name, string Source, DateOnly Retrieved, string Document, int Rows, string? Changes);

/// <summary>A row of an imported register.</summary>
/// <param name="Validity">What the register says of its validity.</param>
/// <param name="State">What that comes to today; Gone where the version before had it and this one does not.</param>
public sealed record ImportedRow(
    string Number, string Name, Tone Tone, string State, string Validity, DateOnly Registered, string Laboratory, string Body, string Applicant, string Requirements, string Scheme, string Details, string Support);
