using System.Text;

namespace Kappa.StreamizHosting;

/// <summary>What is named how on both sides.</summary>
internal static class StreamizNames
{
    /// <summary>Streamiz puts it before the names of its topics, which nobody sees.</summary>
    public const string Application = "kappa";

    /// <summary>The store of what Streamiz keeps in fields alone.</summary>
    public const string Fields = "streamiz-fields";

    /// <summary>The topic of a store's changelog, as Streamiz names it.</summary>
    public static string Changelog(string store) => $"{Application}-{store}-changelog";

    /// <summary>The name of a store in Kappa: <c>KSTREAM-AGGREGATE-STATE-STORE-3</c> would be none.</summary>
    public static string Store(string store)
    {
        var name = new StringBuilder(store.Length);
        foreach (char letter in store)
        {
            name.Append(char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-');
        }

        return name.ToString();
    }
}
