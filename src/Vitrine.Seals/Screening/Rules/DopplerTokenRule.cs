namespace Vitrine.Seals;

/// <summary>Doppler tokens, after <c>dp.pt.</c>, <c>dp.ct.</c>, <c>dp.sa.</c>.</summary>
internal sealed class DopplerTokenRule : TokenRule
{
    public override string Id => "doppler-token";

    public override string Title => "Doppler token";

    public override IReadOnlyList<string> Issuers => ["Doppler"];

    public override string Description => "Doppler tokens, which open other secrets.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("dp.pt.", Alphabet.Base62, 40, 44, "a Doppler personal token"),
        new("dp.ct.", Alphabet.Base62, 40, 44, "a Doppler CLI token"),
        new("dp.st.", Alphabet.Dotted, 40, 80, "a Doppler service token"),
        new("dp.scim.", Alphabet.Base62, 40, 44, "a Doppler SCIM token"),
        new("dp.audit.", Alphabet.Base62, 40, 44, "a Doppler audit token"),
        new("dp.sa.", Alphabet.Base62, 40, 44, "a Doppler service account's token"),
    ];
}
