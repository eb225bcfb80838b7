namespace KappaApp;

/// <summary>A customer: the rows of topic <c>customers</c>, keyed by customer.</summary>
public sealed record Customer(string Name, string Country);
