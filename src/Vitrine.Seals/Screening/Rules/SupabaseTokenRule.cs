namespace Vitrine.Seals;

/// <summary>Supabase tokens, after <c>sbp_</c>, <c>sb_secret_</c>.</summary>
internal sealed class SupabaseTokenRule : TokenRule
{
    public override string Id => "supabase-token";

    public override string Title => "Supabase token";

    public override IReadOnlyList<string> Issuers => ["Supabase"];

    public override string Description => "Supabase access tokens and secret keys.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("sbp_", Alphabet.LowerHex, 40, 40, "a Supabase access token"),
        new("sb_secret_", Alphabet.Base64Url, 31, 36, "a secret Supabase key"),
    ];
}
