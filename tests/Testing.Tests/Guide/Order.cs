namespace Kappa.Testing.Tests.Guide;

/// <summary>An order of the guide.</summary>
public sealed record Order(int Id, string Product, decimal Amount);
