package dev.banyan.shop.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/// All products.
interface Products extends Repository<Product, ProductId> {

    Product save(Product product);

    Optional<Product> findById(ProductId id);

    Optional<Product> findBySku(String sku);

    List<Product> findByIdIn(Collection<ProductId> ids);

    boolean existsBySku(String sku);
}
