using System.Text;
using System.Text.Unicode;

namespace Kappa.Snapshots;

/// <summary>A key as messages show it.</summary>
internal static class KeyText
{
    private const int MostBytes = 100;

    public static string Of(ReadOnlySpan<byte> key)
    {
        if (!Utf8.IsValid(key))
        {
            return $"0x{Convert.ToHexStringLower(key[..Math.Min(key.Length, MostBytes)])}";
        }

        string text = Encoding.UTF8.GetString(key);
        string shown = text.Length > MostBytes ? $"{text[..MostBytes]}..." : text;
        return string.Concat(shown.Select(letter => char.IsControl(letter) ? '?' : letter));
    }
}
