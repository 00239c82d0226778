using Despatch.Domain;
using Despatch.Domain.Units;

namespace Despatch.Exercise.Tests;

public sealed class MovementTests
{
    private static readonly Point Brixton = new(-0.1145, 51.4627);
    private static readonly Point Camden = new(-0.1426, 51.5390);

    [Fact]
    public void Halfway_is_halfway()
    {
        var half = Movement.Toward(Brixton, Camden, Brixton.MetresTo(Camden) / 2);

        Assert.Equal(Brixton.MetresTo(half), half.MetresTo(Camden), 1.0);
        Assert.Equal(Brixton.MetresTo(Camden), Brixton.MetresTo(half) + half.MetresTo(Camden), 0.5);
    }

    [Fact]
    public void The_target_is_reached_exactly_and_never_passed() =>
        Assert.Equal(Camden, Movement.Toward(Brixton, Camden, 1_000_000));

    [Fact]
    public void No_time_is_no_way() => Assert.Equal(Brixton, Movement.Toward(Brixton, Camden, UnitKind.ResponseCar, TimeSpan.Zero));

    [Fact]
    public void Who_is_there_stays_there() => Assert.Equal(Camden, Movement.Toward(Camden, Camden, 10));

    [Fact]
    public void Backwards_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Movement.Toward(Brixton, Camden, -1));

    [Fact]
    public void Steps_of_any_length_arrive_after_the_distance_by_the_speed()
    {
        var step = TimeSpan.FromSeconds(15);
        var steps = 0;
        for (var at = Brixton; at != Camden; at = Movement.Toward(at, Camden, UnitKind.ResponseCar, step))
        {
            steps++;
        }

        var seconds = Brixton.MetresTo(Camden) / (Movement.SpeedKmh(UnitKind.ResponseCar) / 3.6);
        Assert.Equal(Math.Ceiling(seconds / step.TotalSeconds), steps);
    }

    [Fact]
    public void A_car_outruns_a_foot_patrol() =>
        Assert.True(Movement.SpeedKmh(UnitKind.AreaCar) > 5 * Movement.SpeedKmh(UnitKind.FootPatrol));
}
