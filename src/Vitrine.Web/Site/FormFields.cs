using System.Collections.Immutable;
using Vitrine.Centre;

namespace Vitrine.Web;

/// <summary>A posted form, read field by field; what is missing or malformed is collected in the reader's words.</summary>
public sealed class FormFields
{
    private readonly IFormCollection _form;
    private readonly List<FieldError> _errors = [];

    private FormFields(IFormCollection form) => _form = form;

    /// <summary>The status of the page that shows the form again: refused by how things stand, or filled in wrongly.</summary>
    public int Status => IsRefused ? StatusCodes.Status409Conflict : _errors.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;

    /// <summary>Whether the act was refused, though the form was filled in rightly.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>What was wrong so far.</summary>
    public FieldErrors Errors => new([.. _errors]);

    public static async Task<FormFields> ReadAsync(HttpContext context) => new(await context.Request.ReadFormAsync());

    /// <summary>A field as it was given, trimmed; empty where it is missing.</summary>
    public string Text(string name) => _form[name].ToString().Trim();

    /// <summary>What was written in a field; null where nothing was.</summary>
    public string? TextOrNone(string name) => Text(name) is { Length: > 0 } text ? text : null;

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

    /// <summary>The words of a field of which any may be chosen, each once, in their own order.</summary>
    public ImmutableArray<T> Words<T>(string name)
        where T : struct, Enum =>
        [.. Enum.GetValues<T>().Where(value => _form[name].Any(given => string.Equals(given, value.ToString(), StringComparison.OrdinalIgnoreCase)))];

    /// <summary>Everything chosen in a field, with a space between, as a form shows it again.</summary>
    public string Chosen(string name) => string.Join(' ', _form[name].Select(value => value ?? ""));

    /// <summary>A whole number in a range, or none.</summary>
    public int? NumberOrNone(string name, int least, int most) => Text(name).Length == 0 ? null : Number(name, least, most);

    /// <summary>A day, or none.</summary>
    public DateOnly? Day(string name)
    {
        var text = Text(name);
        if (text.Length == 0)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day))
        {
            return day;
        }

        Wrong(name, "Write the day as year, month and day, such as 2027-01-31.");
        return null;
    }

    /// <summary>Does the act, unless the form is wrong; where it is refused, notes why beside a field, so that what was filled in is kept.</summary>
    /// <returns>Whether it was done.</returns>
    public async Task<bool> TryAsync(string field, Func<Task> act)
    {
        if (_errors.Count > 0)
        {
            return false;
        }

        try
        {
            await act();
            return true;
        }
        catch (ActRefusedException refusal)
        {
            IsRefused = true;
            Wrong(field, refusal.Message);
            return false;
        }
    }

    /// <summary>The lines of a field, without empty ones.</summary>
    public ImmutableArray<string> Lines(string name) =>
        [.. Text(name).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Notes what is wrong with a field.</summary>
    public void Wrong(string name, string message) => _errors.Add(new FieldError(name, message));
}
