namespace KappaApp;

/// <summary>An order with who made it; null where the customer is not known.</summary>
public sealed record NamedOrder(int Id, decimal Amount, string? Name, string? Country);
