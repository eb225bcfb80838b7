using System.Text.Json.Nodes;

namespace Kappa.Golden.Tests;

/// <summary>The functions that the recorded topologies are made of.</summary>
internal static class GoldenValues
{
    public static string Concat(string key, string? value, string total) =>
        total + (total.Length == 0 ? "" : ",") + Text(value);

    public static string Pair(string? left, string? right) => $"{Text(left)}|{Text(right)}";

    /// <summary>Java's way of adding null to text.</summary>
    public static string Text(string? value) => value ?? "null";

    /// <summary>The last character of a value.</summary>
    public static string Digit(string value) => value[^1..];

    /// <summary>A letter by the code of a digit.</summary>
    public static string Letter(string digit) => $"{"abcd"[digit[0] % 4]}";

    public static TimeSpan Ms(JsonNode? ms) => TimeSpan.FromMilliseconds((long)ms!);
}
