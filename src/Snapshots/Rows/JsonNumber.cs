namespace Kappa.Snapshots;

/// <summary>What a number is in JSON (RFC 8259, section 6).</summary>
internal static class JsonNumber
{
    /// <summary>Whether a text is one: no sign but minus, no leading zero, as 007 in an id has.</summary>
    public static bool Is(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return false;
        }

        int at = text[0] == '-' ? 1 : 0;
        int digits = Digits(text, at);
        if (digits == 0 || (digits > 1 && text[at] == '0'))
        {
            return false;
        }

        at += digits;
        if (at < text.Length && text[at] == '.')
        {
            digits = Digits(text, ++at);
            at += digits;
        }

        if (digits > 0 && at < text.Length && text[at] is ('e' or 'E'))
        {
            at++;
            at += at < text.Length && text[at] is ('+' or '-') ? 1 : 0;
            digits = Digits(text, at);
            at += digits;
        }

        return digits > 0 && at == text.Length;
    }

    private static int Digits(ReadOnlySpan<char> text, int start)
    {
        int end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end - start;
    }
}
