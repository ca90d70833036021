namespace Vitrine.Web;

public enum FieldKind
{
    Text,
    Password,

    /// <summary>A short number typed from another device.</summary>
    Code,
    Number,

    /// <summary>Several lines.</summary>
    Long,

    /// <summary>One of many, in a list that opens.</summary>
    Select,

    /// <summary>One of few, all in view with their hints.</summary>
    Radio,

    /// <summary>Any of few, all in view; the value names those chosen, with a space between.</summary>
    Checks,

    /// <summary>A day of the calendar.</summary>
    Date,

    /// <summary>A file of the reader's machine.</summary>
    File,
}
