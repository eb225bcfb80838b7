using System.Globalization;

namespace Kappa.Graph;

/// <summary>What records are told apart by, beside their key. As text it is <c>KEY#ID</c>.</summary>
/// <param name="Key">The key.</param>
/// <param name="Id">What the records of the key are told apart by.</param>
internal readonly record struct Occurrence<TKey, TId>(TKey Key, TId Id) : IFormattable
{
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        string.Create(formatProvider, $"{Key}#{Id}");

    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);
}
