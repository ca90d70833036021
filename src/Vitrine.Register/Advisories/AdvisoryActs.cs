using System.Collections.Immutable;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>What somebody uses of a product.</summary>
/// <param name="Product">The product's identifier in the register.</param>
/// <param name="Versions">Which versions, in the operator's words; null: not told.</param>
/// <param name="Files">SHA-256 of files in use.</param>
public sealed record OperatorUse(string Product, string? Versions, ImmutableArray<Digest> Files);

/// <summary>Somebody who installs products is known to the centre, or is known better: the newest record counts. Never public.</summary>
/// <param name="Operator">The entity's identifier in the register.</param>
/// <param name="Sector">Its sector: <c>energy</c>.</param>
/// <param name="Attributes">What else decides whom an advisory is for: <c>critical-infrastructure</c>.</param>
/// <param name="Uses">What it uses.</param>
public sealed record OperatorRecorded(string Operator, string Sector, ImmutableArray<string> Attributes, ImmutableArray<OperatorUse> Uses) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"operator:{Operator}";
}

/// <summary>What kind of event it is.</summary>
public enum EventKind
{
    /// <summary>Something was attacked or failed.</summary>
    Incident,

    /// <summary>A weakness in a product became known.</summary>
    Vulnerability,

    /// <summary>A finding of a review was released.</summary>
    Finding,

    /// <summary>A product or a party changed hands.</summary>
    Ownership,

    /// <summary>A law, an order or a court's decision.</summary>
    Law,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>Something happened that may concern products or parties.</summary>
/// <param name="Event">Its identifier.</param>
/// <param name="Kind">What kind.</param>
/// <param name="Title">One line.</param>
/// <param name="Text">What happened.</param>
/// <param name="On">The day.</param>
/// <param name="Cve">The CVE number of a vulnerability; null where it has none.</param>
/// <param name="Products">Products concerned, by identifier.</param>
/// <param name="Entities">Entities concerned, by identifier.</param>
/// <param name="Source">Where this is from.</param>
public sealed record EventRecorded(
    string Event, EventKind Kind, string Title, string Text, DateOnly On, string? Cve, ImmutableArray<string> Products, ImmutableArray<string> Entities, Source Source) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"event:{Event}";
}

/// <summary>What an assessment comes to.</summary>
public enum AssessmentKind
{
    /// <summary>There is a risk.</summary>
    Risk,

    /// <summary>There is none, or no longer.</summary>
    NoRisk,

    /// <summary>There is no new evidence, either way: what was said before stands as it was said.</summary>
    NoNewEvidence,
}

/// <summary>Somebody assessed products or parties.</summary>
/// <param name="Assessment">Its identifier.</param>
/// <param name="Author">The entity that assessed.</param>
/// <param name="Kind">What it comes to.</param>
/// <param name="Title">One line.</param>
/// <param name="Text">What was assessed, and how.</param>
/// <param name="On">The day.</param>
/// <param name="Products">Products concerned, by identifier.</param>
/// <param name="Entities">Entities concerned, by identifier.</param>
/// <param name="Source">Where this is from.</param>
public sealed record AssessmentRecorded(
    string Assessment, string Author, AssessmentKind Kind, string Title, string Text, DateOnly On, ImmutableArray<string> Products, ImmutableArray<string> Entities, Source Source) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"assessment:{Assessment}";
}

/// <summary>A product was seen to contain what another vendor makes.</summary>
/// <param name="Component">The identification's identifier.</param>
/// <param name="Product">The product's name, as releases say it.</param>
/// <param name="Version">Which version; null: any.</param>
/// <param name="File">SHA-256 of the file it was seen in; null: not one file.</param>
/// <param name="Name">What it contains: a product's name.</param>
/// <param name="Vendor">Whose that is, an entity's identifier; null: not known.</param>
/// <param name="Confidence">In percent, 1 to 100.</param>
/// <param name="Evidence">How it was recognised.</param>
public sealed record ComponentIdentified(string Component, string Product, string? Version, Digest? File, string Name, string? Vendor, int Confidence, string Evidence) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"product:{Product}";
}

/// <summary>The centre looked whom a cause affects, and drafted nothing.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Seen">How many acts the views held that it looked at.</param>
/// <param name="Trouble">Why that cannot be told; null: it affects nobody.</param>
public sealed record CauseWeighed(string Cause, long Seen, string? Trouble) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"cause:{Cause}";
}

/// <summary>Somebody, or the centre itself, wrote an advisory, wrote it anew, or wrote what revises an issued one; nobody else has seen it yet.</summary>
/// <param name="Advisory">Its identifier, <c>adv-2026-0001</c>.</param>
/// <param name="Cause">What it is about (<see cref="Causes"/>).</param>
/// <param name="Draft">The document with all it says (docs/formats/advisory.md).</param>
/// <param name="Seen">How many acts the views held from which it was written: a cause that comes later is not in it.</param>
public sealed record AdvisoryDrafted(string Advisory, string Cause, Digest Draft, long Seen) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"advisory:{Advisory}";

    /// <inheritdoc/>
    public override IReadOnlyList<Digest> Documents => [Draft];
}

/// <summary>Somebody else than its author approved this very draft.</summary>
public sealed record AdvisoryApproved(string Advisory, Digest Draft) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"advisory:{Advisory}";
}

/// <summary>Somebody decided that this very draft is not issued. It stays on record, and what was issued before stands; what it is about waits again when that changes again.</summary>
/// <param name="Advisory">Its identifier.</param>
/// <param name="Draft">The draft that was read.</param>
/// <param name="Reason">Why, at most 1,000 characters.</param>
public sealed record AdvisoryDropped(string Advisory, Digest Draft, string Reason) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"advisory:{Advisory}";
}

/// <summary>The centre looked what had run out when a day began, since it looked last: certificates and accreditations that nobody did anything to.</summary>
/// <param name="Day">The day.</param>
public sealed record CalendarLooked(DateOnly Day) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"day:{UtcDay.Format(Day)}";
}

/// <summary>The advisory, or a revision of it, was issued: a CSAF document, and a statement in the public log.</summary>
/// <param name="Advisory">Its identifier.</param>
/// <param name="Draft">The approved draft.</param>
/// <param name="Csaf">The CSAF document.</param>
/// <param name="Statement">The statement's payload: it names the document, or commits to it.</param>
/// <param name="Salt">32 bytes of the commitment to a restricted one; empty for a public one.</param>
public sealed record AdvisoryIssued(string Advisory, Digest Draft, Digest Csaf, Digest Statement, byte[] Salt) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"advisory:{Advisory}";

    /// <inheritdoc/>
    public override IReadOnlyList<Digest> Statements => [Statement];

    /// <inheritdoc/>
    public override IReadOnlyList<Digest> Documents => [Csaf];
}
