using System.Globalization;
using System.Numerics;

namespace Kappa.Snapshots;

/// <summary>Names of snapshots, and which of two comes first.</summary>
/// <remarks>
/// Two ids that differ in their numbers alone are in the order of these: <c>2026-11-30</c> comes before
/// <c>2026-12-01</c>, <c>export-9</c> before <c>export-10</c>. Others are in no order.
/// </remarks>
internal static class SnapshotId
{
    private const int MaxLength = 200;

    /// <summary>The id of a snapshot that was given none.</summary>
    public static string Of(long timeMs) => DateTimeOffset.FromUnixTimeMilliseconds(timeMs)
        .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <exception cref="KappaException">KAP8003: it is none.</exception>
    public static void Check(string id)
    {
        if (id.Length is 0 or > MaxLength || id.Any(char.IsControl))
        {
            throw SnapshotErrors.BadId(id, MaxLength);
        }
    }

    /// <summary>Whether one id comes before another one.</summary>
    public static bool IsBefore(string id, string other)
    {
        List<(string Text, bool IsNumber)> parts = Split(id);
        List<(string Text, bool IsNumber)> others = Split(other);
        bool isComparable = parts.Count == others.Count && parts.Zip(others).All(pair =>
            pair.First.IsNumber ? pair.Second.IsNumber : pair.First == pair.Second);
        if (!isComparable)
        {
            return false;
        }

        int order = parts.Zip(others).Where(pair => pair.First.IsNumber)
            .Select(pair => NumberOf(pair.First.Text).CompareTo(NumberOf(pair.Second.Text)))
            .FirstOrDefault(compared => compared != 0);
        return order < 0;
    }

    private static BigInteger NumberOf(string digits) => BigInteger.Parse(digits, CultureInfo.InvariantCulture);

    private static List<(string Text, bool IsNumber)> Split(string id)
    {
        List<(string Text, bool IsNumber)> parts = [];
        for (int at = 0; at < id.Length;)
        {
            bool isNumber = char.IsAsciiDigit(id[at]);
            int end = at;
            while (end < id.Length && char.IsAsciiDigit(id[end]) == isNumber)
            {
                end++;
            }

            parts.Add((id[at..end], isNumber));
            at = end;
        }

        return parts;
    }
}
