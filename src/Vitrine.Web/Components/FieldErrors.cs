using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>What is wrong with a form, field by field; each message says what to write instead.</summary>
public sealed record FieldErrors(ImmutableArray<FieldError> All)
{
    public static FieldErrors None { get; } = new([]);

    public bool Any => !All.IsDefaultOrEmpty;

    public string? For(string field) => All.FirstOrDefault(error => error.Field == field)?.Message;
}

/// <param name="Field">The field's name; its control has this as its id.</param>
public sealed record FieldError(string Field, string Message);
