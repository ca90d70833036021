using System.Text.Json;

namespace Vitrine.Seals;

/// <summary>What programs are told of a definition (docs/formats/symbols.md).</summary>
public static class SymbolJson
{
    /// <summary>Its members, without its lines.</summary>
    public static void Write(Utf8JsonWriter json, Symbol symbol)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(symbol);
        json.WriteString("name", symbol.Name);
        json.WriteString("kind", symbol.Kind);
        json.WriteString("signature", symbol.Signature);
        json.WriteString("scope", symbol.Scope);
        json.WriteString("source", symbol.IsFromIndex ? "index" : "parser");
    }
}
