using System.Globalization;

namespace Kappa.Simulation.Tests;

/// <summary>What drawn topologies compute: pure, short, and such that any change of order shows.</summary>
internal static class Functions
{
    private const int MostText = 40;

    /// <summary>A number that a text gives in every process.</summary>
    public static int Mix(string? text, int salt, int below)
    {
        uint hash = 2_166_136_261 ^ (uint)salt;
        foreach (char letter in text ?? "-")
        {
            hash = (hash ^ letter) * 16_777_619;
        }

        return (int)((hash ^ (hash >> 15)) % (uint)below);
    }

    public static Func<string, string, bool> Predicate(int salt) => (key, value) => Mix(value ?? key, salt, 4) > 0;

    public static Func<string, string, string> Mapper(int salt) => (key, value) => Mix(value, salt, 12) == 0
        ? null! : Cut($"{value ?? "none"}{(char)('A' + (salt % 26))}");

    public static Func<string, string, string> NewKey(int salt) => (key, value) => Mix(value ?? key, salt, 15) == 0
        ? null! : $"{(char)('p' + (salt % 5))}{Mix(value ?? key, salt, 7)}";

    public static Func<string, string, (string, string)> Pair(int salt) =>
        (key, value) => (NewKey(salt)(key, value), Mapper(salt)(key, value));

    public static Func<string, string, IEnumerable<string>> Values(int salt) => (key, value) =>
        Enumerable.Range(0, Mix(value, salt, 4)).Select(number => Cut($"{value}{number}"));

    public static Func<string, string, IEnumerable<(string, string)>> Pairs(int salt) => (key, value) =>
        Enumerable.Range(0, Mix(value, salt, 4))
            .Select(number => (NewKey(salt + number)(key, value), $"{value}.{number}"));

    public static Func<string, string, string, string> Fold(int salt) => (key, value, total) =>
        Mix(value + total, salt, 20) == 0 ? null! : Cut($"{total},{value}");

    /// <summary>A key that there is, now and then.</summary>
    public static Func<string, string?> Foreign(int salt) => value =>
        Mix(value, salt, 8) == 0 ? null
        : Mix(value, salt, 3) == 0 ? NewKey(salt)("", value) : $"k{Mix(value, salt, 6)}";

    /// <summary>Folds a table's groups; what is subtracted shows, so that the order does.</summary>
    public static KTable<string, string> Groups(
        KGroupedTable<string, string> grouped, int kind, int salt, Materialized store) => kind switch
        {
            0 => grouped.Count(store).MapValues(count => Text(count)),
            1 => grouped.Reduce(
                (total, value) => Fold(salt)("", value, total), (total, value) => Cut($"{total}-{value}"), store),
            _ => grouped.Aggregate(
                () => "", Fold(salt),
                (_, value, total) => Mix(value + total, salt, 20) == 1 ? null! : Cut($"{total}-{value}"), store),
        };

    public static Func<string, string?, string> Join(int salt) => (left, right) =>
        Mix(left + right, salt, 20) == 0 ? null! : Cut($"{left}|{right ?? "nobody"}");

    public static Func<string, string, string> Reduce(int salt) => (total, value) =>
        Mix(total + value, salt, 20) == 0 ? null! : Cut($"{total}*{value}");

    public static Func<string, string, string, string> Merge(int salt) => (_, total, other) =>
        Cut($"{total}{(char)('A' + (salt % 26))}{other}");

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Only the last updates matter for showing an order.</summary>
    public static string Cut(string text) => text.Length > MostText ? text[^MostText..] : text;
}
