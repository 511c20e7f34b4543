package dev.banyan.shop.reviews;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// All reviews. `Reviews` is what the other modules call.
interface ReviewRecords extends Repository<Review, ReviewId> {

    Review save(Review review);

    Optional<Review> findById(ReviewId id);

    boolean existsByProductIdAndCustomerId(UUID productId, UUID customerId);

    @Query(
            "select r from Review r where r.productId = :productId order by r.createdAt desc, r.id.id")
    List<Review> newest(UUID productId, Pageable page);
}
