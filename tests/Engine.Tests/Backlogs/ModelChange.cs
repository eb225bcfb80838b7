namespace Kappa.Engine.Tests;

/// <summary>A change of a row in the model of a topology; null for no row.</summary>
internal readonly record struct ModelChange(string Key, string? Now, string? Old, long TimestampMs, int Task);
