using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register.Tests;

/// <summary>A vendor released a product from a tree.</summary>
public sealed record ReleaseMade(string Vendor, string Product, string Version, Digest Seal, Digest Release) : Act
{
    public override string Subject => $"product:{Product}";
}

/// <summary>What engagements and releases tell the register, without the floors they live on: every certificate is acme's, for the office.</summary>
internal sealed class UpperFloors : Part
{
    public override IReadOnlyList<ActKind> Acts { get; } = [ActKind.Of<ReleaseMade>("test.releaseMade")];

    public override string Schema => "";

    public override void Check(Act act, Actor by, DateTimeOffset at, SqliteConnection views)
    {
    }

    public override void Project(RecordedAct recorded, SqliteConnection views, Documents documents)
    {
        switch (recorded.Act)
        {
            case CertificateIssued issued:
                Certificates.Attribute(views, issued.Certificate, "acme", "office", "full", null);
                break;
            case ReleaseMade made:
                Certificates.NoteRelease(views, made.Vendor, made.Product, new ProductChange(made.Release, made.Seal, made.Version, recorded.At, recorded.Position, null));
                break;
        }
    }
}
