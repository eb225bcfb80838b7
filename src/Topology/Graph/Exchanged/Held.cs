namespace Kappa.Graph;

/// <summary>A record that is held back: its value and its headers, which go along when it is let go.</summary>
internal readonly record struct Held<TValue>(TValue Value, byte[] Headers);
