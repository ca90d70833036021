namespace Vitrine.Web;

public enum PageWidth
{
    /// <summary>One column of words, with room for full-width tables.</summary>
    Words,

    /// <summary>The whole width, for tables.</summary>
    Full,

    /// <summary>List left, thing right: the content is a DeskList and an element of class desk-thing.</summary>
    Desk,

    /// <summary>The reading desk: fills the window, panels scroll by themselves.</summary>
    Reading,
}
