using System.Globalization;
using System.Text;

namespace Kappa.Cli;

/// <summary>
/// Makes text from records and from other users safe to print: no control characters reach a terminal.
/// </summary>
internal static class Printable
{
    public static string Of(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length);
        foreach (char sign in text)
        {
            _ = char.IsControl(sign)
                ? safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)sign:x4}") : safe.Append(sign);
        }

        return safe.ToString();
    }
}
