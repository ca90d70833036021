namespace Vitrine.Seals;

/// <summary>MongoDB Atlas secrets, after <c>mdb_sa_sk_</c>.</summary>
internal sealed class MongoDbTokenRule : TokenRule
{
    public override string Id => "mongodb-token";

    public override string Title => "MongoDB Atlas secret";

    public override IReadOnlyList<string> Issuers => ["MongoDB"];

    public override string Description => "Secrets of MongoDB Atlas' service accounts.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("mdb_sa_sk_", Alphabet.Base64Url, 40, 40, "the secret of a MongoDB Atlas service account"),
    ];
}
