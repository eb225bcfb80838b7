namespace KappaApp;

/// <summary>An order: the records of topic <c>orders</c>, keyed by customer.</summary>
public sealed record Order(int Id, decimal Amount);
