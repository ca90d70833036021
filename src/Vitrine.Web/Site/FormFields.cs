using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>A posted form, read field by field; what is missing or malformed is collected in the reader's words.</summary>
public sealed class FormFields
{
    private readonly IFormCollection _form;
    private readonly List<FieldError> _errors = [];

    private FormFields(IFormCollection form) => _form = form;

    /// <summary>What was wrong so far.</summary>
    public FieldErrors Errors => new([.. _errors]);

    public static async Task<FormFields> ReadAsync(HttpContext context) => new(await context.Request.ReadFormAsync());

    /// <summary>A field as it was given, trimmed; empty where it is missing.</summary>
    public string Text(string name) => _form[name].ToString().Trim();

    /// <summary>A field that must be filled in.</summary>
    public string Required(string name, string message, int most = 200)
    {
        var text = Text(name);
        if (text.Length == 0)
        {
            Wrong(name, message);
        }
        else if (text.Length > most)
        {
            Wrong(name, $"Write at most {most:N0} characters; there are {text.Length:N0}.");
        }

        return text;
    }

    /// <summary>A day; null where the field is empty or, which is noted, holds no day.</summary>
    public DateOnly? Day(string name)
    {
        var text = Text(name);
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day))
        {
            return day;
        }

        if (text.Length > 0)
        {
            Wrong(name, "Write a day as 2022-03-25.");
        }

        return null;
    }

    /// <summary>A file that came with the form; null where there is none.</summary>
    public IFormFile? File(string name) => _form.Files.GetFile(name) is { Length: > 0 } file ? file : null;

    /// <summary>A whole number in a range.</summary>
    public int Number(string name, int least, int most)
    {
        if (int.TryParse(Text(name), out var number) && number >= least && number <= most)
        {
            return number;
        }

        Wrong(name, $"Write a whole number from {least:N0} to {most:N0}.");
        return least;
    }

    /// <summary>One of an enumeration's words.</summary>
    public T Word<T>(string name, string message)
        where T : struct, Enum
    {
        if (Enum.TryParse<T>(Text(name), ignoreCase: true, out var value) && Enum.IsDefined(value))
        {
            return value;
        }

        Wrong(name, message);
        return default;
    }

    /// <summary>The lines of a field, without empty ones.</summary>
    public ImmutableArray<string> Lines(string name) =>
        [.. Text(name).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Notes what is wrong with a field.</summary>
    public void Wrong(string name, string message) => _errors.Add(new FieldError(name, message));
}
