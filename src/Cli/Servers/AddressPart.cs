namespace Kappa.Cli;

/// <summary>A name or a key as one segment of an address of the worker.</summary>
internal static class AddressPart
{
    /// <summary>Escapes it.</summary>
    /// <exception cref="KappaException">
    /// KAP7101 (exit 2): nothing, <c>.</c> and <c>..</c>, escaped or not, vanish from the path of an address (RFC 3986,
    /// 5.2.4), and another page would answer.
    /// </exception>
    public static string Of(string text) =>
        text is "" or "." or ".." ? throw CliErrors.LostInAddress(text) : Uri.EscapeDataString(text);
}
