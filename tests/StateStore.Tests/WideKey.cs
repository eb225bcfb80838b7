namespace Kappa.StateStores.Tests;

/// <summary>A key of 16 bytes.</summary>
internal readonly record struct WideKey(long High, long Low);
